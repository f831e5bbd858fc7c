// A static server as plain as any host's: files below a path, nothing else, no fallback to the start page.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const SITE = fileURLToPath(new URL("../../dist", import.meta.url));
const TYPES = {
  ".css": "text/css",
  ".csv": "text/csv",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves dist/ under `base` on a free port. Returns `{ url, origin, close }`. */
export async function serve(base = "/") {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    const answer = await find(base, decodeURIComponent(pathname));
    response.writeHead(answer.status, { "content-type": answer.type, "cache-control": "no-cache" });
    response.end(answer.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: origin + base, origin, close };
}

async function find(base, pathname) {
  const missing = { status: 404, type: "text/plain", body: "not here" };
  if (!pathname.startsWith(base)) return missing;
  let path = join(SITE, normalize("/" + pathname.slice(base.length)));
  try {
    if ((await stat(path)).isDirectory()) path = join(path, "index.html");
    return { status: 200, type: TYPES[extname(path)] ?? "application/octet-stream", body: await readFile(path) };
  } catch {
    return missing;
  }
}
