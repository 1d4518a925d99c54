// A command line in a terminal: a task, whose words no shell reads.

import * as vscode from "vscode";
import type { CommandLine } from "./commandLine";

const ours = "kogine";

/**
 * Start a command line in the terminal panel.
 *
 * @returns Its exit code when it has ended; undefined where the terminal was closed.
 */
export async function runInTerminal(line: CommandLine): Promise<number | undefined> {
  const process = new vscode.ProcessExecution(
    line.program,
    [...line.args],
    line.folder ? { cwd: line.folder } : {},
  );
  const task = new vscode.Task(
    { type: ours },
    vscode.TaskScope.Workspace,
    line.title,
    "KohakuEngine",
    process,
    [],
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Dedicated };
  const execution = await vscode.tasks.executeTask(task);
  return new Promise((resolve) => {
    const listening = vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution === execution) {
        listening.dispose();
        resolve(event.exitCode);
      }
    });
  });
}
