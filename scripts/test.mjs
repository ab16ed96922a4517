// `npm test`: installs the packages, then build, type check, lint, unit, page and protocol tests and laws, with the oracle
// tests beside them, and the tests in a real VS Code. A step that fails does not stop the next ones. What cannot run on this
// machine is left out with a sentence; under CI=true that is a failure. The last line counts the
// tests of all steps; a step without tests of its own counts as one. Wine alone may be missing there.
// `npm run check` (with `quick`) is what one runs at every save: build, then units on two cores, and types and style.
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findProgram, say } from './processes.mjs';
import { installPackages, machineNode, npmRun, ROOT } from './toolchain.mjs';

const inCi = process.env.CI === 'true';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} script the npm script that runs it
 * @property {string} about
 * @property {'itself' | 'node:test' | 'own counts'} counts
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [isBeside] whether it runs beside the next ones, since it waits for other programs most of the time
 * @property {boolean} [isAlone] whether nothing runs beside it
 * @property {readonly string[]} [needs] programs without which it is left out
 * @property {string} [at] which of all steps it is: `step 3 of 9`
 *
 * @typedef {object} Outcome
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} skipped what this machine lacked, each of which is a failure under CI=true
 * @property {readonly string[]} [leftOut] what is left out under CI=true too
 * @property {readonly string[]} failures the titles of tests that failed, as far as they are known
 * @property {readonly string[]} [again] the titles of those that failed in a first window of the editor
 * @property {number} seconds
 * @property {boolean} countsItself
 */

process.exitCode = await main();

async function main() {
  try {
    await installPackages(say);
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    console.log('0 passed, 1 failed');
    return 1;
  }
  /** @type {Outcome[]} */
  const outcomes = [];
  /** @type {(() => Promise<Outcome>)[]} */
  const beside = [];
  const finishOthers = async () => {
    for (const finish of beside.splice(0)) outcomes.push(await finish());
  };
  const all = process.argv.includes('quick') ? quickSteps() : steps();
  for (const [index, step] of all.entries()) {
    step.at = `step ${index + 1} of ${all.length}`;
    if (step.isAlone) await finishOthers();
    if (step.isBeside) beside.push(startBeside(step));
    else outcomes.push(await run(step));
  }
  await finishOthers();
  return summarize(outcomes);
}

/**
 * The unit tests go in halves, one for each of two cores, and whichever core is free has types and style. Sources whose types
 * were taken out are kept for the next time.
 * @returns {Step[]}
 */
function quickSteps() {
  const all = steps();
  const named = (/** @type {string} */ name) => all.filter((step) => step.name === name);
  const halves = ['1/2', '2/2'].flatMap((half) =>
    named('unit tests').map((step) => ({
      ...step,
      name: `${step.name} ${half}`,
      env: {
        NODE_OPTIONS: `--test-shard=${half}`,
        NODE_COMPILE_CACHE: join(ROOT, '.cache', 'node'),
      },
      isBeside: true,
    })),
  );
  return [...named('build'), ...halves, ...named('type check'), ...named('lint')];
}

/** @returns {Step[]} */
function steps() {
  // The toolchain is Node 24; only the machine itself can have the oldest Node we support.
  const serverNode = machineNode();
  const version = execFileSync(serverNode, ['--version'], { encoding: 'utf8' }).trim();
  return [
    {
      name: 'build',
      script: 'build',
      about: 'Bundling the extension and the language server',
      counts: 'itself',
    },
    {
      name: 'type check',
      script: 'typecheck',
      about: 'Checking the types of client, server and tests',
      counts: 'itself',
    },
    { name: 'lint', script: 'lint', about: 'Checking style with Biome', counts: 'itself' },
    {
      name: 'oracle tests',
      script: 'test:oracle',
      about: 'Asking the shells and QEMU themselves whether we read as they do',
      counts: 'node:test',
      isBeside: true,
      needs: ['bash', 'dash', 'unshare'],
    },
    {
      name: 'unit tests',
      script: 'test:unit',
      about: 'Testing the layers of the server and the rules',
      counts: 'node:test',
    },
    {
      name: 'laws',
      script: 'test:laws',
      about: 'Holding the repository and what is read, found and fixed in any text to laws',
      counts: 'node:test',
    },
    {
      name: 'mutated documents',
      script: 'test:mutation',
      about: 'Holding what is found and fixed in broken documents to laws, for two minutes',
      counts: 'itself',
    },
    {
      name: 'page tests',
      script: 'test:page',
      about: 'Looking at the exposure map in a browser',
      counts: 'node:test',
    },
    {
      name: 'protocol tests',
      script: 'test:protocol',
      about: `Speaking LSP to the server under Node ${version}`,
      counts: 'node:test',
      env: { GUARD_SERVER_NODE: serverNode },
      isAlone: true,
    },
    {
      name: 'real VS Code',
      script: 'test:vscode',
      about: "Testing the extension in VS Code's extension host and as its user",
      counts: 'own counts',
      isAlone: true,
    },
  ];
}

/**
 * Starts a step whose output is kept until its end is awaited, so that outputs do not mix.
 * @param {Step} step
 * @returns {() => Promise<Outcome>}
 */
function startBeside(step) {
  const scratch = mkdtempSync(join(tmpdir(), 'monitor-guard-output-'));
  const file = join(scratch, 'output.txt');
  const output = openSync(file, 'w');
  const outcome = run(step, ['ignore', output, output]);
  say(`${step.at}, ${step.name}: beside the next ones; its output follows when it is through`);
  return async () => {
    try {
      return await outcome;
    } finally {
      closeSync(output);
      console.log(`\n${titleOf(step)}`);
      process.stdout.write(readFileSync(file));
      rmSync(scratch, { recursive: true, force: true });
    }
  };
}

/** @param {Step} step */
function titleOf({ at, name, script, about }) {
  return `== ${at}, ${name}: ${about} (npm run ${script})`;
}

/**
 * @param {Step} step
 * @param {import('node:child_process').StdioOptions} [stdio]
 * @returns {Promise<Outcome>}
 */
async function run(step, stdio) {
  const { name, script, counts, env, needs = [] } = step;
  const missing = needs.filter((program) => findProgram([program]) === undefined);
  if (missing.length > 0) {
    const skipped = [`${missing.join(', ')} not installed`];
    const failed = inCi ? 1 : 0;
    return { name, passed: 0, failed, skipped, failures: [], seconds: 0, countsItself: false };
  }
  if (stdio === undefined) console.log(`\n${titleOf(step)}`);
  const scratch = mkdtempSync(join(tmpdir(), 'monitor-guard-counts-'));
  const file = join(scratch, 'counts.json');
  const start = performance.now();
  // In a group of its own, which a terminal's Ctrl+C ends as a whole, with all that tests have started.
  const code = await npmRun(['run', '--silent', script], {
    leadsGroup: true,
    env: {
      ...process.env,
      ...env,
      ...(counts === 'node:test' ? countingEnv(file, env?.['NODE_OPTIONS']) : {}),
      GUARD_RESULTS_FILE: file,
    },
    ...(stdio && { stdio }),
  });
  const seconds = (performance.now() - start) / 1000;
  const result =
    counts === 'itself' ? { passed: 1, failed: 0, skipped: [], failures: [] } : readResult(file);
  rmSync(scratch, { recursive: true, force: true });
  // The CI machine must lack nothing. An exit code that tells of a failure counts as one, even if
  // no test owns up to it.
  const lacking = inCi ? result.skipped.length : 0;
  const failed = Math.max(result.failed + lacking, code === 0 ? 0 : 1);
  const passed = counts === 'itself' && failed > 0 ? 0 : result.passed;
  return { ...result, name, passed, failed, seconds, countsItself: counts === 'itself' };
}

/**
 * A step that ends without saying how many tests it ran, or runs none without a reason, has failed.
 * @param {string} file
 * @returns {Pick<Outcome, 'passed' | 'failed' | 'skipped' | 'leftOut' | 'failures' | 'again'>}
 */
function readResult(file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text === '') return { passed: 0, failed: 1, skipped: [], failures: [] };
  const result = JSON.parse(text);
  const { passed, failed, skipped } = result;
  return passed + failed + skipped.length === 0 ? { ...result, failed: 1 } : result;
}

/**
 * Has node:test write its counts to a file beside the report for people.
 * @param {string} file
 * @param {string} [more] further options of Node
 */
function countingEnv(file, more = '') {
  const reporter = (/** @type {string} */ name) =>
    pathToFileURL(join(ROOT, 'scripts', `${name}-reporter.mjs`)).href;
  const options = [
    ...[`--test-reporter=${reporter('file')}`, '--test-reporter-destination=stdout'],
    ...[`--test-reporter=${reporter('count')}`, `--test-reporter-destination="${file}"`],
  ];
  return { NODE_OPTIONS: [process.env.NODE_OPTIONS ?? '', more, ...options].join(' ').trim() };
}

/** @param {readonly Outcome[]} outcomes */
function summarize(outcomes) {
  console.log('\n== Summary');
  for (const { name, passed, failed, seconds, countsItself } of outcomes) {
    const verdict = failed > 0 ? 'FAILED' : passed > 0 ? 'passed' : 'skipped';
    const tests = countsItself ? '' : `  ${passed} passed, ${failed} failed`;
    console.log(
      `${name.padEnd(16)} ${verdict.padEnd(7)} ${seconds.toFixed(1).padStart(6)} s${tests}`,
    );
  }
  for (const { name, failures, again = [] } of outcomes) {
    for (const title of failures) console.log(`failed: ${name}: ${title}`);
    for (const title of again) console.log(`failed in a first window: ${name}: ${title}`);
  }
  const skipped = outcomes.flatMap(({ name, skipped, leftOut = [] }) => [
    ...skipped.map((it) => `skipped${inCi ? ', which fails in CI' : ''}: ${name}: ${it}`),
    ...leftOut.map((it) => `skipped: ${name}: ${it}`),
  ]);
  console.log(skipped.length === 0 ? 'skipped: nothing' : skipped.join('\n'));
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}
