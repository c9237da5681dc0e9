/**
 * Colours and densities of the window. Greys around an image carry no tint: it would shift how grey is
 * seen; the one accent marks focus and the active tool.
 */
import { createVuetify, type ThemeDefinition } from 'vuetify';
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg';

const dark: ThemeDefinition = {
  dark: true,
  colors: {
    background: '#121212',
    surface: '#1c1c1c',
    'surface-bright': '#262626',
    'surface-light': '#262626',
    'surface-variant': '#2e2e2e',
    'on-background': '#e6e6e6',
    'on-surface': '#e6e6e6',
    'on-surface-variant': '#e6e6e6',
    primary: '#4c9aff',
    'on-primary': '#000000',
    secondary: '#9a9a9a',
    success: '#4cc38a',
    warning: '#f0b429',
    error: '#ff6b6b',
    info: '#4c9aff',
  },
  variables: { 'border-color': '#ffffff', 'border-opacity': 0.12, 'medium-emphasis-opacity': 0.65 },
};

const light: ThemeDefinition = {
  dark: false,
  colors: {
    background: '#e9e9e9',
    surface: '#f6f6f6',
    'surface-bright': '#ffffff',
    'surface-light': '#ffffff',
    'surface-variant': '#d4d4d4',
    'on-background': '#1a1a1a',
    'on-surface': '#1a1a1a',
    'on-surface-variant': '#1a1a1a',
    primary: '#0b5cc4',
    'on-primary': '#ffffff',
    secondary: '#5c5c5c',
    success: '#1b7f4d',
    warning: '#8a5a00',
    error: '#b3261e',
    info: '#0b5cc4',
  },
  variables: { 'border-color': '#000000', 'border-opacity': 0.16, 'medium-emphasis-opacity': 0.72 },
};

const field = { density: 'compact', variant: 'outlined', hideDetails: 'auto' } as const;

/** @param cspNonce of this page: the theme's colours come as a style element of their own */
export function createLook(cspNonce: string) {
  return createVuetify({
    theme: { defaultTheme: 'dark', themes: { dark, light }, cspNonce },
    icons: { defaultSet: 'mdi', aliases, sets: { mdi } },
    defaults: {
      global: { ripple: false },
      VBtn: { variant: 'text', density: 'comfortable', size: 'small' },
      VTextField: field,
      VSelect: field,
      VCheckbox: { density: 'compact', hideDetails: true },
      VTooltip: { openDelay: 400, transition: false },
      VMenu: { transition: false },
      VDialog: { transition: false, maxWidth: 560 },
    },
  });
}
