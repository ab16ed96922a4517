/** Where the project is on the web. */
export const PROJECT_URL = 'https://github.com/qemu-monitor-guard/qemu-monitor-guard';

/** That of package.json: scripts/release.ts renews both. */
export const VERSION = '0.1.0';

/** The documentation of this version. */
const SITE = `https://qemu-monitor-guard.github.io/qemu-monitor-guard/v${VERSION}/`;

/** The page of a rule, or another one of `docs`: `rules/monitor-on-network`, `workspace-file`. */
export function docPageUrl(name: string): string {
  return `${SITE}${name}.html`;
}

/** The page of a rule; `pages` is a client's own folder of them, such as `file:///…/docs/rules/`. */
export function rulePageUrl(rule: string, pages = ''): string {
  return pages === '' ? docPageUrl(`rules/${rule}`) : `${pages}${rule}.md`;
}
