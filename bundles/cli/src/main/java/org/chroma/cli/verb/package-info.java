/** What can be done with the manager's objects, one class for each verb or each family of verbs. */
@org.jspecify.annotations.NullMarked
package org.chroma.cli.verb;
