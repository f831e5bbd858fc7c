// What must stand before any engine loads: one thread, unless asked otherwise, and counted API calls, if asked.
(() => {
  const query = new URLSearchParams(location.search);
  // Engines take threads where shared memory exists. The page stays isolated, for the clock's resolution of 5 µs.
  if (!query.has("threads")) delete globalThis.SharedArrayBuffer;
  if (!query.has("hooks") || !globalThis.GPUDevice) return;
  const calls = {};
  globalThis.apiCalls = { calls, bytes: 0 };
  const hook = (type, name, after) => {
    const original = type.prototype[name];
    type.prototype[name] = function (...given) {
      calls[name] = (calls[name] ?? 0) + 1;
      const result = original.apply(this, given);
      after?.(this, result);
      return result;
    };
  };
  const sizes = new WeakMap();
  hook(GPUQueue, "submit");
  hook(GPUQueue, "writeBuffer");
  hook(GPUDevice, "createBindGroup");
  hook(GPUDevice, "createComputePipeline");
  hook(GPUDevice, "createComputePipelineAsync");
  hook(GPUDevice, "createBuffer", (_, buffer) => {
    sizes.set(buffer, buffer.size);
    globalThis.apiCalls.bytes += buffer.size;
  });
  hook(GPUBuffer, "destroy", (buffer) => {
    globalThis.apiCalls.bytes -= sizes.get(buffer) ?? 0;
    sizes.delete(buffer);
  });
  hook(GPUComputePassEncoder, "dispatchWorkgroups");
  hook(GPUComputePassEncoder, "dispatchWorkgroupsIndirect");
})();
