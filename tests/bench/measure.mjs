// One workload on one backend: every engine on a page of its own, rounds in turn.
import { launch, open as openPage } from "./pages.mjs";
import { apart, median, ratio } from "./stats.mjs";

/** How far losses may differ, relative, and over how many steps they are compared. */
export const AGREE = 1e-3;
const STEPS = 20;

/** Rounds that are taken however slow they are. */
const FEWEST = 3;

/**
 * Opens every engine, compares their losses, and times them in turn.
 * Resolves to a list, ours first: `{ name, first, step, together, each: [ms], packed: [ms], losses, note, cannot }`.
 */
export async function measure(world, workload, engines, plan) {
  const results = [];
  const until = Date.now() + plan.group;
  for (const engine of engines) {
    if (engine.instead && !results.find(({ name }) => name === engine.instead)?.cannot) continue;
    results.push(await start(world, workload, engine, plan));
    if (results.at(-1).late) await renew(world, results.slice(0, -1), workload, plan);
    if (results[0].cannot && !plan.peers) return results;
  }
  compare(results);
  for (let round = 0; round < plan.rounds && (round < FEWEST || Date.now() < until); round++) {
    for (const result of results) await within(result, plan, () => slice(result, plan, "each", 1));
    // What waiting costs is lost in a long step.
    for (const result of results.filter(({ each }) => plan.packed && each.length && median(each) < plan.slowest / 2))
      await within(result, plan, () => slice(result, plan, "packed", pieces(result, plan), result.name === "ours"));
  }
  if (results.some(({ late }) => late)) await renew(world, [], workload, plan);
  for (const result of results) {
    await result.page?.close().catch(() => {});
    delete result.page;
    if (result.each.length) result.step = median(result.each);
    if (result.packed.length) result.together = median(result.packed);
  }
  return results;
}

/** Runs `work` on a result that still can; what goes wrong is kept as the reason why it cannot. */
async function within(result, plan, work) {
  if (result.cannot) return;
  let timer;
  const late = new Promise((_, reject) => {
    const error = Object.assign(new Error(`no answer within ${plan.patience / 1000} s`), { late: true });
    timer = setTimeout(() => reject(error), plan.patience);
  });
  try {
    await Promise.race([work(), late]);
  } catch (error) {
    result.cannot = reason(error);
    result.late = error.late;
    const { page } = result;
    delete result.page;
    // A page that does not answer is not waited for.
    page?.close().catch(() => {});
  } finally {
    clearTimeout(timer);
  }
}

const reason = (error) => String(error.message ?? error).replace(/^page\.evaluate: /, "").split("\n")[0].slice(0, 200);

/** A new browser in place of one that somebody holds up, with the engines that can opened again. */
async function renew(world, results, workload, plan) {
  await world.browser.kill();
  world.browser = await launch();
  for (const result of results.filter(({ cannot }) => !cannot)) {
    const again = await start(world, workload, result, plan);
    Object.assign(result, { page: again.page, cannot: again.cannot });
  }
}

async function start(world, workload, engine, plan) {
  const result = { ...engine, each: [], packed: [], losses: [] };
  await within(result, plan, async () => {
    result.page = await openPage(world, engine);
    Object.assign(result, await result.page.evaluate((workload) => bench.open(workload), workload));
    const more = await result.page.evaluate(([steps, limit]) => bench.trajectory(steps, limit), [STEPS - 1, plan.trajectory]);
    result.losses = [result.loss, ...more];
    // What is measured is warm: a short slice is thrown away.
    await result.page.evaluate((budget) => bench.time(1, 0, budget), plan.warm);
  });
  return result;
}

/** Every engine must tell the same story before its time counts. Ours is the measure where it is there. */
function compare(results) {
  const first = results.find(({ cannot }) => !cannot);
  for (const result of results.filter(({ cannot }) => !cannot)) {
    const { steps, most } = apart(first.losses, result.losses);
    result.agreed = steps;
    if (!(most <= AGREE)) result.note = `losses differ from ${first.name}'s by ${most.toExponential(1)} within ${steps} steps`;
  }
}

/** Steps before waiting: fifty, fewer where a step takes long. */
function pieces(result, plan) {
  return Math.max(2, Math.min(50, Math.floor(plan.slowest / median(result.each))));
}

async function slice(result, plan, list, k, together = false) {
  await result.page.bringToFront();
  const times = await result.page.evaluate(([k, slice, budget, together]) => bench.time(k, slice, budget, together), [k, plan.slice, plan.budget, together]);
  result[list].push(median(times));
  if (list === "packed") result.k = k;
}

/** The peer that counts: of those that can, agree, and run with one thread, the one that the row names, or else the best. */
export function best(results, against, times) {
  const peers = results.slice(1).filter((peer) => !peer.cannot && !peer.note && !peer.beside && times(peer).length);
  const named = peers.filter(({ name }) => name === against);
  // A peer that cannot leaves the row to the others.
  return (named.length ? named : peers).sort((a, b) => median(times(a)) - median(times(b)))[0];
}

/** A peer's better way where it need not wait for each step: jax-js is faster when it does. */
export const better = ({ each, packed }) => (packed.length && median(packed) < median(each) ? packed : each);

export { ratio };
