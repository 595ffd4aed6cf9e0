# Runs the bundled worker in workerd: "npx workerd serve worker.capnp". With Cloudflare's own service
# the same variables stand in wrangler.toml.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .latchkey),
    (name = "internet", network = (allow = ["public"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "*:8080", http = (), service = "main")],
);

const latchkey :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.bundle.js")],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "LATCHKEY_ISSUER", text = "https://latchkey.example"),
    (name = "LATCHKEY_ADDRESS", text = "https://latchkey.example"),
    (name = "LATCHKEY_SITE", text = "lantern"),
    (name = "LATCHKEY_KEYS_SECONDS", text = "300"),
    (name = "LATCHKEY_PAUSE_SECONDS", text = "30"),
    (name = "LATCHKEY_REVOCATIONS_SECONDS", text = "30"),
    (name = "ORIGIN", text = "https://origin.example"),
  ],
);
