/**
 * What the server reads, or decides about by the content. Written by `npm run generate` from what the languages in
 * server/src/languages say of themselves.
 */
export const READ = [
  { language: 'shellscript' },
  { language: 'xml' },
  { language: 'qemu-config' },
  { language: 'qemu-args' },
  { language: 'systemd-unit-file' },
  { language: 'makefile' },
  { language: 'python' },
  { pattern: '**/*.qemu' },
  { pattern: '**/*.{cfg,conf,ini}' },
  { pattern: '**/*.service' },
  { pattern: '**/*.service.d/*.conf' },
  { pattern: '**/{M,m,GNUm}akefile.*' },
  { pattern: '**/*.{mk,mak,make}' },
  { pattern: '**/libvirt/qemu/*.log' },
  { pattern: '**/*.env' },
  { pattern: '**/.env.*' },
  { pattern: '**/.qemu-monitor-guard.json' },
] as const;
