package io.tailrace.bench.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A small table of text whose first column is aligned to the left and whose other columns are aligned to the right. */
public final class Table {

    private final List<String[]> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param headings of the columns
     */
    public Table(String... headings) {
        rows.add(headings);
    }

    /** Adds a row of as many cells as there are headings. */
    public Table row(String... cells) {
        if (cells.length != rows.getFirst().length) {
            throw new IllegalArgumentException("A row of " + cells.length + " cells does not fit.");
        }
        rows.add(cells);
        return this;
    }

    /** Prints it. */
    public void print(PrintStream out) {
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            Arrays.setAll(widths, column -> Math.max(widths[column], row[column].length()));
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.length; column++) {
                String padding = " ".repeat(widths[column] - row[column].length());
                line.append(column == 0 ? row[column] + padding : "  " + padding + row[column]);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
