import { defineConfig } from 'obsctl';
import { environments } from './platform/environments.js';

export default defineConfig({
  project: 'streaming-platform',
  definitions: ['platform', 'dashboards', 'alerts'],
  environments,
});
