// Starts the page. A file of its own, because the content security policy allows no inline script.
const { js, wasm, wasmIntegrity, serviceWorker } = document.querySelector("script[data-wasm]").dataset;
const at = (path) => new URL(path, document.baseURI);

try {
  const { default: init } = await import(at(js));
  const integrity = wasmIntegrity ?? "";
  await init({ module_or_path: fetch(at(wasm), { credentials: "same-origin", integrity }) });
} catch (error) {
  const sentence = document.createElement("p");
  sentence.setAttribute("role", "alert");
  sentence.textContent =
    "This page needs a browser with WebAssembly (SIMD), and it did not start. · 本页需要支持 WebAssembly（SIMD）的浏览器，未能启动。";
  document.body.append(sentence);
  throw error;
}

// Only the production site has one: it keeps the site for reading offline.
if (serviceWorker && "serviceWorker" in navigator) {
  await navigator.serviceWorker.register(at(serviceWorker));
}
