// A test runner small enough to live inside an extension host. node:test prints its report to a
// standard output that the host keeps to itself and ends with the process, which is not ours.
// Prints one line per test, then "N passed, N failed".

interface Test {
  readonly title: string;
  readonly body: () => Promise<void> | void;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** The titles of those that failed. */
  readonly failures: readonly string[];
}

/** Longer than a test ever waits, on a machine that does other things beside. */
const TIME_LIMIT_MS = 180_000;

const tests: Test[] = [];

/** Registers a test; the title is a sentence about behaviour. */
export function test(title: string, body: Test['body']): void {
  tests.push({ title, body });
}

/** Which tests to run: those whose title has a match for the expression in `GUARD_TESTS`, or all. */
const WANTED = new RegExp(globalThis.process?.env?.['GUARD_TESTS'] ?? '');

/** Runs the registered tests in order, the next one whether or not the last one failed. */
export async function runTests(): Promise<Counts> {
  const failures: string[] = [];
  let passed = 0;
  for (const { title, body } of tests.filter((one) => WANTED.test(one.title))) {
    const start = performance.now();
    const failure = await attempt(body);
    const took = `(${Math.round(performance.now() - start)} ms)`;
    if (failure === undefined) {
      passed += 1;
      console.log(`passed  ${title} ${took}`);
    } else {
      failures.push(title);
      console.log(`FAILED  ${title} ${took}\n${failure}`);
    }
  }
  console.log(`${passed} passed, ${failures.length} failed`);
  return { passed, failed: failures.length, failures };
}

async function attempt(body: Test['body']): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`No end within ${TIME_LIMIT_MS / 1000} s`);
    timer = setTimeout(() => reject(error), TIME_LIMIT_MS);
  });
  try {
    await Promise.race([body(), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(timer);
  }
}
