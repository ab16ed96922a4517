/** A sign for each audience, so that colour is never what tells them apart. Outlines on 16 by 16. */
import type { Audience } from './map-model.ts';

export const AUDIENCE_ICONS: Readonly<Record<Audience, string>> = {
  // A globe.
  network:
    'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM1.5 8h13M8 1.5c-4.2 3.7-4.2 9.3 0 13c4.2-3.7 4.2-9.3 0-13z',
  // A screen on its foot.
  host: 'M1.5 2.5h13v8.5h-13zM8 11v3M5 14h6',
  // A folder.
  directory: 'M1.5 3.5h4.5l1.5 2h7v7.5h-13zM1.5 5.5h6',
  // A key.
  authorized: 'M4.75 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6zM7.75 8h6.75v2.75M11.25 8v2',
  // A person.
  user: 'M8 2a2.75 2.75 0 1 0 0 5.5a2.75 2.75 0 1 0 0-5.5zM2.5 14c0-6 11-6 11 0z',
  // A circle with a bar.
  nobody: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM3.4 3.4l9.2 9.2',
  // A question mark.
  unknown:
    'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM5.8 6.2c0-3 4.4-3 4.4 0c0 1.6-2.2 1.6-2.2 3.4M8 11.2v1.2',
};
