/** The tests that need a browser, in one process, so that one browser serves all of them. */
import './table.mjs';
import './plan-dialog.mjs';
import './create-page.mjs';
import './command-page.mjs';
import './live-store.mjs';
import './pieces.mjs';
