/** Texts of any length or depth with a monitor in them, for tests of bounds. */

export const MONITOR = '-monitor tcp:0.0.0.0:4444,server';
export const KVM = `kvm ${MONITOR}`;
export const RUN = `import subprocess\nsubprocess.run("${KVM}", shell=True)\n`;

/** A text for each number below `count`. */
export function times(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join('');
}

/** A text in so many brackets. */
export function nested(depth: number, open: string, inner: string, close: string): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}
