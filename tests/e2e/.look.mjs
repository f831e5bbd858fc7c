import { launch, open } from "./browser.mjs";
import http from "node:http"; import fs from "node:fs"; import path from "node:path";
const root = process.argv[2] ?? "/tmp/dist-dev";
const types={".html":"text/html",".js":"text/javascript",".css":"text/css",".wasm":"application/wasm",".svg":"image/svg+xml"};
const s=http.createServer((q,r)=>{let p=new URL(q.url,"http://x").pathname; if(p.endsWith("/"))p+="index.html"; const f=path.join(root,p); fs.readFile(f,(e,b)=>{ if(e){r.writeHead(404);r.end();return;} r.writeHead(200,{"content-type":types[path.extname(f)]??"application/octet-stream"}); r.end(b);});}).listen(0);
const url=`http://127.0.0.1:${s.address().port}/`;
const shots = JSON.parse(process.argv[3]);
for (const webgpu of [true,false]) {
  const todo = shots.filter(x=>(x.webgpu??true)===webgpu); if(!todo.length) continue;
  const b=await launch({webgpu});
  for (const x of todo) {
    const page=await open(b,url+(x.q??""),{width:x.w??1280,height:x.h??800,scheme:x.scheme??"light",locale:x.locale??"en"});
    await page.waitForTimeout(x.wait??2500);
    for (const a of x.do??[]) { try { if(a.click) await page.click(a.click,{timeout:4000}); if(a.fill) await page.fill(a.fill,a.text); if(a.press) await page.keyboard.press(a.press); if(a.file) await page.setInputFiles("input[type=file]",a.file); if(a.xy) await page.mouse.click(...a.xy); if(a.wait) await page.waitForTimeout(a.wait); if(a.eval) console.log(x.name, a.eval, "=>", JSON.stringify(await page.evaluate(a.eval))); } catch(e){console.log(x.name,"ACTION FAILED",JSON.stringify(a),String(e).slice(0,300));} }
    await page.screenshot({path:`/tmp/shots/${x.name}.png`,fullPage:!!x.full});
    console.log(x.name, "problems", JSON.stringify(page.problems).slice(0,1500), "foreign", page.foreign.length);
    await page.context().close();
  }
  await b.close();
}
s.close();
