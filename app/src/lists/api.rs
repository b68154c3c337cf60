//! The server functions of wish lists. The work behind each is in `work`.
use leptos::prelude::*;

/// Puts a product onto the list `id`, or onto the one used last; who has none gets one. A guest signs in first, and the
/// product is put there then.
#[server(endpoint = "lists/add")]
pub async fn add_to_list(
    #[server(default)] product: String,
    #[server(default)] id: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::add(product, id)).await
}

/// Makes a list.
#[server(endpoint = "lists/create")]
pub async fn create_list(#[server(default)] name: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::create(name)).await
}

/// Gives a list another name.
#[server(endpoint = "lists/rename")]
pub async fn rename_list(id: String, #[server(default)] name: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::rename(id, name)).await
}

/// Removes a list with everything on it.
#[server(endpoint = "lists/delete")]
pub async fn delete_list(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::delete(id)).await
}

/// Makes the list's link.
#[server(endpoint = "lists/share")]
pub async fn share_list(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::share(id)).await
}

/// Takes the list's link back.
#[server(endpoint = "lists/unshare")]
pub async fn unshare_list(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::unshare(id)).await
}

/// Says how many of a product are wanted, and why.
#[server(endpoint = "lists/item-change")]
pub async fn change_item(
    id: String,
    #[server(default)] quantity: String,
    #[server(default)] note: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::change(id, quantity, note)).await
}

/// Moves a product to another of the account's lists.
#[server(endpoint = "lists/item-move")]
pub async fn move_item(id: String, #[server(default)] to: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::move_to(id, to)).await
}

/// Takes a product off its list.
#[server(endpoint = "lists/item-remove")]
pub async fn remove_item(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::remove(id)).await
}

/// Puts a product back that was taken off its list within the last hour.
#[server(endpoint = "lists/item-restore")]
pub async fn restore_item(id: String) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::restore(id)).await
}

/// A giver says how many of a product on a shared list they bought; 0 takes it back.
#[server(endpoint = "lists/mark")]
pub async fn mark_item(
    #[server(default)] code: String,
    #[server(default)] item: String,
    #[server(default)] quantity: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(super::work::mark(code, item, quantity)).await
}
