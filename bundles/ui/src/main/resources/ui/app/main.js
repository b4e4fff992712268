import './shell/chroma-app.js';
