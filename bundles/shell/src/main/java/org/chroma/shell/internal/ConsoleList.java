package org.chroma.shell.internal;

import org.apache.karaf.shell.support.table.ShellTable;

/** A list on the console. */
final class ConsoleList {
    private final ShellTable table = new ShellTable();

    /**
     * A list without rows.
     *
     * @param empty what is said where it stays so
     * @param columns their names; numbers are aligned below one that begins with {@code >}
     */
    ConsoleList(String empty, String... columns) {
        table.emptyTableText(empty);
        for (String column : columns) {
            if (column.startsWith(">")) {
                table.column(column.substring(1)).alignRight();
            } else {
                table.column(column);
            }
        }
    }

    void add(Object... cells) {
        table.addRow().addContent(cells);
    }

    void print() {
        table.print(System.out);
    }
}
