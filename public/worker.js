// A module worker that runs the page's own wasm. The page's first message is {glue, module}: the
// address of the glue script and the compiled module. Whatever arrives before the wasm is ready
// is kept and handed over, in order; worker_main() must set its handler before it returns.
// A failure to start is posted back as {error}.
const early = [];
const keep = (event) => early.push(event);

async function start({ data: { glue, module } }) {
  addEventListener("message", keep);
  try {
    const wasm = await import(glue);
    await wasm.default({ module_or_path: module });
    wasm.worker_main();
  } catch (error) {
    postMessage({ error: String(error?.stack ?? error) });
    return;
  } finally {
    removeEventListener("message", keep);
  }
  for (const { data, ports } of early) {
    dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
  }
}

addEventListener("message", start, { once: true });
