package org.chroma.spi;

/**
 * Something that deserves an alert for as long as it is observed.
 *
 * @param id tells conditions on the same subject apart, for example {@code temperature-high}
 * @param severity how loud
 * @param subject the resource concerned
 * @param message a sentence for the administrator
 */
public record Condition(String id, Severity severity, StorageResource.Reference subject, String message) {

    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }
}
