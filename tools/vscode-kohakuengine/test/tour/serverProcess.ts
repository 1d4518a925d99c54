// The language server as a process of this machine.

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

const { TOUR_PYTHON = "" } = process.env;
const patienceMs = 30_000;

/** Wait for a server of the tour's Python that is not this one, and return its process id. */
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

function servers(): number[] {
  return readdirSync("/proc")
    .filter(
      (name) =>
        /^\d+$/.test(name) &&
        commandLine(name).startsWith(`${TOUR_PYTHON}\0-m\0kohakuengine_tooling.server\0`),
    )
    .map(Number);
}

/** The words of a process; none of one that has just ended. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
