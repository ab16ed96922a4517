/** The languages that are read, a line for each, those first whose names say most. */
import { ARGS } from './args/index.ts';
import { DOMAIN_XML } from './domain-xml/index.ts';
import { LIBVIRT_LOG } from './libvirt-log/index.ts';
import { READCONFIG } from './readconfig/index.ts';
import { SETTINGS_FILE, SHELL } from './shell/index.ts';
import type { LanguageSupport } from './support.ts';
import { SYSTEMD } from './systemd/index.ts';

export const LANGUAGES: readonly LanguageSupport[] = [
  SHELL,
  DOMAIN_XML,
  READCONFIG,
  ARGS,
  SYSTEMD,
  LIBVIRT_LOG,
  SETTINGS_FILE,
];

/** What a file is read as that another brings in. */
export const INCLUDED: Readonly<Record<'script' | 'config', LanguageSupport>> = {
  script: SHELL,
  config: READCONFIG,
};
