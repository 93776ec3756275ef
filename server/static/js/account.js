// Tokens for programs: made, shown once, deleted.
import { api } from "./api.js";
import { $, $$, toast } from "./dom.js";

$("#add").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const made = await api("/api/tokens", { method: "POST", json: { name: $("#name").value, scope: $("#scope").value } });
    $("#secret").value = made.token;
    $("#made").hidden = false;
    $("#secret").select();
  } catch (error) {
    toast(error.message, "bad");
  }
});

for (const button of $$("[data-delete]")) {
  button.addEventListener("click", async () => {
    await api(`/api/tokens/${button.dataset.delete}`, { method: "DELETE" });
    button.closest("tr").remove();
  });
}
