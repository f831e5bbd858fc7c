import { launch, open, picture } from "/work/main/tests/e2e/browser.mjs";
import { serve } from "/work/main/tests/e2e/server.mjs";
import * as lab from "/work/main/tests/e2e/lab.mjs";
const site = await serve("/");
const browser = await launch({webgpu:false});
const page = await lab.openLab(browser, site);
await lab.bar(page).play.click();
await lab.steps(page, 10);
await lab.pause(page);
const paths = async () => (await lab.numbersOf(page, /^Surface/)).trim().split("\n").length - 1;
console.log((await lab.reading(page)).step, await paths(), await lab.pixels(page, ".surface", 1));
const box = await page.locator(".surface__touch").boundingBox();
await page.mouse.click(box.x + box.width * 0.75, box.y + box.height * 0.3);
await page.waitForTimeout(500);
console.log((await lab.reading(page)).step, await paths(), await lab.pixels(page, ".surface", 1), page.url());
await page.screenshot({path:"/tmp/x1.png"});
await page.evaluate(() => document.activeElement?.blur());
await page.keyboard.press("ArrowRight");
await page.waitForTimeout(500);
console.log((await lab.reading(page)).step, await paths(), await lab.pixels(page, ".surface", 1));
await page.screenshot({path:"/tmp/x2.png"});
// reload: ball from the URL
await page.reload(); await lab.shown(page); await page.waitForTimeout(300);
console.log((await lab.reading(page)).step, await lab.numbersOf(page, /^Surface/));
// keyboard on lesson link? drop file in formula mode
const prevented = await page.evaluate(() => { const dt=new DataTransfer(); dt.items.add(new File(["a,b\n1,2\n2,3\n3,5\n4,6\n"],"t.csv",{type:"text/csv"})); const e=new DragEvent("drop",{dataTransfer:dt,bubbles:true,cancelable:true}); document.body.dispatchEvent(e); return e.defaultPrevented;});
await page.waitForTimeout(500);
console.log("drop prevented in formula task:", prevented, page.url());
// backend=cpu kept?
await page.goto(lab.address(site,"backend=cpu&theme=dark&lang=zh")); await lab.shown(page);
await page.locator(".formula input").fill("x^2+y^2"); await page.keyboard.press("Enter"); await page.waitForTimeout(600);
console.log(page.url());
await page.getByRole("button",{name:"English"}).count();
await browser.close(); await site.close();
