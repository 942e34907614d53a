/** Maintenance access over SSH: password log-in, and the one command `version`. */
import ssh2 from "ssh2";
import type { Unit } from "./unit.ts";

export const SSH_SOFTWARE = "HoshizoraCam_2.4";

export function makeSshServer(unit: () => Unit): ssh2.Server {
  const server = new ssh2.Server(
    { hostKeys: [unit().flash.sshHostKey], ident: SSH_SOFTWARE, banner: "Maintenance access\n" },
    (client) => {
      client.on("authentication", (context) => {
        if (context.method !== "password") return context.reject(["password"]);
        if (context.password === "" && unit().has("ssh-empty-password") && unit().account(context.username))
          return context.accept();
        const answer = unit().logIn("ssh", context.username, context.password);
        if (answer.outcome === "ok") return context.accept();
        const refuse = () => context.reject(["password"]);
        if (answer.outcome === "wrong" && answer.delayMs > 0) setTimeout(refuse, answer.delayMs).unref();
        else refuse();
      });
      client.on("ready", () => {
        client.on("session", (accept) => {
          const session = accept();
          session.on("pty", (yes) => yes?.());
          session.on("exec", (yes, _no, { command }) => {
            const stream = yes();
            stream.end(
              command.trim() === "version" ? `${unit().model} ${unit().flash.version}\n` : "version\n",
            );
            stream.exit(command.trim() === "version" ? 0 : 127);
          });
          session.on("shell", (yes) => {
            const stream = yes();
            stream.write(`${unit().model} ${unit().flash.version}\r\n`);
            stream.exit(0);
            stream.end();
          });
        });
      });
      client.on("error", () => {});
    },
  );
  return server;
}
