// A static server as plain as any host's: files below a path, nothing else, no fallback to the start page.
import { createServer } from "node:http";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
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

/** Serves dist/, as it is now, under `base` on a free port. Returns `{ url, origin, close }`. */
export async function serve(base = "/") {
  // Read once: a site that is built anew while tests run must not be half the old one.
  const files = await read();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    const answer = find(files, base, decodeURIComponent(pathname));
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

async function read() {
  const entries = await readdir(SITE, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const named = async (path) => [relative(SITE, path).split(sep).join("/"), await readFile(path)];
  return new Map(await Promise.all(paths.map(named)));
}

function find(files, base, pathname) {
  const missing = { status: 404, type: "text/plain", body: "not here" };
  if (!pathname.startsWith(base)) return missing;
  const path = pathname.slice(base.length);
  const name = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  const body = files.get(name);
  return body ? { status: 200, type: TYPES[extname(name)] ?? "application/octet-stream", body } : missing;
}
