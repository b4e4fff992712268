import js from '@eslint/js';
import globals from 'globals';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';

/** Layout is Prettier's; what is left of it are lines that Prettier cannot break. */
const length = ['error', { code: 140, ignoreUrls: true }];

export default [
  { ignores: ['target/'] },
  js.configs.recommended,
  {
    rules: {
      'max-len': length,
      'array-callback-return': 'error',
      'consistent-return': 'error',
      eqeqeq: 'error',
      'no-else-return': 'error',
      'no-shadow': 'error',
      'no-unused-private-class-members': 'error',
      'no-unused-vars': 'error',
      'no-useless-concat': 'off',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'off',
    },
  },
  {
    files: ['src/main/**/*.js'],
    ...lit['flat/recommended'],
    languageOptions: { globals: globals.browser },
  },
  { files: ['src/main/**/*.js'], ...wc['flat/recommended'] },
  { files: ['src/test/**', '*.js'], languageOptions: { globals: globals.node } },
];
