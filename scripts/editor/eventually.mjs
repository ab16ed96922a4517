/**
 * Tries until it works, for a minute, then fails as the last try did.
 * @param {() => Promise<void>} attempt
 */
export async function eventually(attempt) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
