//! The other thread: engine and lab models, driven by typed messages from the page. The page never waits for it, and it
//! never waits for the page.

mod backends;
mod clock;
mod keep;
mod port;
mod session;
mod words;

use port::Port;
use session::Session;

fn main() {
    console_error_panic_hook::set_once();
    let port = Port::open();
    wasm_bindgen_futures::spawn_local(Session::new(port).run());
}
