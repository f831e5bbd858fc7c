//! Parts of the page that not everyone sees. In the production site each is a file of its own, fetched when it is first shown; what
//! only it reaches goes with it.

use crate::home::Home;
use crate::lab::{Compare, Desk, Inside, TakeAway};
use crate::notes::NotesPage;
use crate::route::Route;
use labs::stage::Bench;
use leptos::prelude::*;

labs::part!(map, route: Route, view! { <Home navigate=move |to: String| route.go(&to)/> });
labs::part!(reader, route: Route, view! { <NotesPage route/> });
labs::part!(compare, bench: Bench, view! { <Compare bench/> });
labs::part!(inside, bench: Bench, view! { <Inside bench/> });
labs::part!(takeaway, desk: Desk, view! { <TakeAway desk/> });
