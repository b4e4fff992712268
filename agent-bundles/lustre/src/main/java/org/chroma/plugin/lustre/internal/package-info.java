/** What Lustre counts and shows in its parameters: metrics, jobs and histograms of requests. */
@org.jspecify.annotations.NullMarked
package org.chroma.plugin.lustre.internal;
