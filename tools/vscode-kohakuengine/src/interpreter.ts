// The Python that has the language server, and in which order it is looked for.

/** A Python, as it is started: `command ...args program`. */
export interface Interpreter {
  readonly command: string;
  readonly args: readonly string[];
  /** Who named it, in words for the output channel. */
  readonly from: string;
}

/** Somebody who may know which Python the user has chosen. */
export interface InterpreterSource {
  readonly name: string;
  /** Where the user chooses: a command of VS Code and its arguments; undefined where there is nothing to choose. */
  readonly choose?: readonly [command: string, ...args: unknown[]];
  find(): Promise<Pick<Interpreter, "command" | "args"> | undefined>;
}

/** What was found, and whom to ask for another. */
export interface Choice {
  readonly interpreter: Interpreter | undefined;
  readonly source: InterpreterSource | undefined;
}

/**
 * Ask each source in turn; the first that names a Python decides.
 *
 * @param sources Best first.
 * @param failed Told of a source that could not answer; the next one is asked.
 */
export async function chooseInterpreter(
  sources: readonly InterpreterSource[],
  failed: (source: InterpreterSource, error: unknown) => void,
): Promise<Choice> {
  for (const source of sources) {
    try {
      const found = await source.find();
      if (found) {
        return { interpreter: { ...found, from: source.name }, source };
      }
    } catch (error) {
      failed(source, error);
    }
  }
  return { interpreter: undefined, source: undefined };
}

/** Whether two would start the same Python. */
export function isSameInterpreter(one: Interpreter | undefined, other: Interpreter | undefined): boolean {
  return JSON.stringify([one?.command, one?.args]) === JSON.stringify([other?.command, other?.args]);
}
