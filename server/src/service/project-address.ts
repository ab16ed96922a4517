/** The project's web addresses. */
export const PROJECT_URL = 'https://github.com/qemu-monitor-guard/qemu-monitor-guard';

/** scripts/release.ts sets it with that of package.json. */
export const VERSION = '0.1.0';

/** The documentation of this version. */
const SITE = `https://qemu-monitor-guard.github.io/qemu-monitor-guard/v${VERSION}/`;

/** A page: `rules/monitor-on-network`, `workspace-file`. */
export function docPageUrl(name: string): string {
  return `${SITE}${name}.html`;
}

/** `pages` is a client's own folder: `file:///…/docs/rules/`. */
export function rulePageUrl(rule: string, pages = ''): string {
  return pages === '' ? docPageUrl(`rules/${rule}`) : `${pages}${rule}.md`;
}
