// The benchmark's own server: its pages, our wasm, the peers' packages; isolated, so that clocks are fine and threads possible.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };

/** Serves until closed. `pkg` is the folder that wasm-bindgen wrote. Returns `{ origin, close }`. */
export async function serve(pkg) {
  const folders = { "/pkg/": pkg, "/modules/": join(HERE, "node_modules"), "/": join(HERE, "page") };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://bench");
    const prefix = Object.keys(folders).find((prefix) => pathname.startsWith(prefix));
    const path = join(folders[prefix], normalize(`/${decodeURIComponent(pathname.slice(prefix.length)) || "index.html"}`));
    const headers = {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-cache",
    };
    try {
      const body = await readFile(path);
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404, headers).end("not here");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}
