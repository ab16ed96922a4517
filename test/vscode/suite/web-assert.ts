// Stands in for node:assert/strict in a browser, as far as the suite uses it.

function fail(message: string | undefined, otherwise: string): never {
  throw new Error(message ?? otherwise);
}

function ok(value: unknown, message?: string): asserts value {
  if (!value) fail(message, `${String(value)} is not true`);
}

function equal(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) fail(message, `${show(actual)} is not ${show(expected)}`);
}

function notEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) fail(message, `${show(actual)} is what it should not be`);
}

/** Whether the work fails with an error whose words match. */
async function rejects(work: Promise<unknown>, pattern: RegExp): Promise<void> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => String(error),
  );
  if (failure === undefined) fail(undefined, 'It did not fail');
  match(failure, pattern);
}

/** Whether both are the same but for the order of keys and what is undefined. */
function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  const [one, other] = [show(actual), show(expected)];
  if (one !== other) fail(message, `${one} is not ${other}`);
}

function match(text: string, pattern: RegExp, message?: string): void {
  if (!pattern.test(text)) fail(message, `${show(text)} does not match ${pattern}`);
}

function doesNotMatch(text: string, pattern: RegExp, message?: string): void {
  if (pattern.test(text)) fail(message, `${show(text)} matches ${pattern}`);
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

// biome-ignore lint/style/noDefaultExport: The module that it stands in for has one.
export default { ok, equal, notEqual, deepEqual, match, doesNotMatch, rejects };
