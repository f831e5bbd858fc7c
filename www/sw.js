// Keeps the whole site for offline use. `cargo xtask dist` fills in the version (a hash of all contents) and the list.
// A new version is fetched beside the old one and takes over when the last tab of the old one closes, so that a
// page never meets files of another version. The reader's own files lie in another cache (`grasp-files`) and stay.
const VERSION = "{{version}}";
const FILES = [/* {{files}} */];
const CACHE = `grasp-site-${VERSION}`;
const SCOPE = new URL("./", self.location).href;

self.addEventListener("install", (event) => {
  const requests = FILES.map((file) => new Request(new URL(file, SCOPE), { cache: "no-cache" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("grasp-site-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const answer = async () => {
    const cache = await caches.open(CACHE);
    const key = request.mode === "navigate" ? new Request(SCOPE) : request;
    return (await cache.match(key, { ignoreSearch: true })) ?? fetch(request);
  };
  event.respondWith(answer());
});
