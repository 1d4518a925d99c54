// The language server as a process of this machine.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

const { TOUR_HOME = "" } = process.env;
const patienceMs = 30_000;

/** Wait for a server that is not this one, and return its process id. */
export async function serverProcess(other?: number): Promise<number> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = servers();
    const [pid] = found;
    if (found.length === 1 && pid !== undefined && pid !== other) {
      return pid;
    }
    if (Date.now() > deadline) {
      throw new Error(`one language server was expected, other than ${other}: there are ${found}`);
    }
    await setTimeout(50);
  }
}

/** The servers that this VS Code has started: where its extensions lie. */
function servers(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && isServer(`/proc/${name}`))
    .map(Number);
}

function isServer(process: string): boolean {
  try {
    const words = readFileSync(`${process}/cmdline`, "utf8").split("\0");
    return words[2] === "kohakuengine_tooling.server" && readlinkSync(`${process}/cwd`).startsWith(TOUR_HOME);
  } catch {
    return false; // it has just ended
  }
}
