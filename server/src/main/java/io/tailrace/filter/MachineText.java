package io.tailrace.filter;

import static io.tailrace.filter.Characters.areDigits;
import static io.tailrace.filter.Characters.areHex;
import static io.tailrace.filter.Characters.digitsEnd;
import static io.tailrace.filter.Characters.firstDigit;
import static io.tailrace.filter.Characters.isAt;
import static io.tailrace.filter.Characters.isBoundary;
import static io.tailrace.filter.Characters.isDigit;
import static io.tailrace.filter.Characters.isHex;

/**
 * The forms in which machines write ids, addresses, times and numbers. Each method looks at a few dozen bytes at most, but
 * for a number, and says where the form ends that begins here, or where it would begin if it does not. Holds no state.
 */
final class MachineText {

    private static final int[] UUID_GROUPS = {8, 4, 4, 4, 12};
    private static final int MAC_GROUPS = 6;
    private static final int IPV6_GROUPS = 8;

    private MachineText() {}

    static int uuid(byte[] text, int start, int runEnd, int to) {
        if (runEnd - start != UUID_GROUPS[0]) {
            return start;
        }
        int at = start;
        for (int group = 0; group < UUID_GROUPS.length; group++) {
            if ((group > 0 && !isAt(text, at++, to, '-')) || !areHex(text, at, UUID_GROUPS[group], to)) {
                return start;
            }
            at += UUID_GROUPS[group];
        }
        return ending(text, start, at, to);
    }

    static int mac(byte[] text, int start, int runEnd, int to) {
        if (runEnd - start != 2) {
            return start;
        }
        int at = start;
        for (int group = 0; group < MAC_GROUPS; group++) {
            if ((group > 0 && !isAt(text, at++, to, ':')) || !areHex(text, at, 2, to)) {
                return start;
            }
            at += 2;
        }
        return isAt(text, at, to, ':') ? start : ending(text, start, at, to);
    }

    static int ipv4(byte[] text, int start, int runEnd, int to) {
        if (runEnd - start > 3 || !isAt(text, runEnd, to, '.')) {
            return start;
        }
        int at = start;
        for (int group = 0; group < 4; group++) {
            at += group > 0 && isAt(text, at, to, '.') ? 1 : 0;
            int end = digitsEnd(text, at, Math.min(at + 3, to));
            if (end == at || (group > 0 && text[at - 1] != '.')) {
                return start;
            }
            at = end;
        }
        boolean goesOn = isAt(text, at, to, '.') && at + 1 < to && isDigit(text[at + 1]);
        return goesOn ? start : ending(text, start, at, to);
    }

    /** Eight groups, or fewer around two colons. None begins behind a group: it was looked at from there. */
    static int ipv6(byte[] text, int start, int to) {
        if (isBehindGroup(text, start)) {
            return start;
        }
        int at = start;
        int groups = 0;
        boolean shortened = false;
        while (at < to && groups < IPV6_GROUPS) {
            int groupEnd = at;
            while (groupEnd < to && groupEnd - at <= 4 && isHex(text[groupEnd])) {
                groupEnd++;
            }
            if (groupEnd - at > 4) {
                return start;
            }
            groups += groupEnd > at ? 1 : 0;
            at = groupEnd;
            if (!isAt(text, at, to, ':')) {
                break;
            }
            boolean twice = isAt(text, at + 1, to, ':');
            if (twice && shortened) {
                return start;
            }
            if (!twice && (at == start || !(at + 1 < to && isHex(text[at + 1])) || groups == IPV6_GROUPS)) {
                break;
            }
            shortened |= twice;
            at += twice ? 2 : 1;
        }
        boolean complete = shortened ? groups > 0 && groups < IPV6_GROUPS : groups == IPV6_GROUPS;
        boolean goesOn = isAt(text, at, to, ':') && (isAt(text, at + 1, to, ':') || areHex(text, at + 1, 1, to));
        return complete && !goesOn ? ending(text, start, at, to) : start;
    }

    private static boolean isBehindGroup(byte[] text, int start) {
        int colon = start - 1;
        if (colon < 1 || text[colon] != ':') {
            return false;
        }
        int at = colon;
        while (at > 0 && colon - at <= 4 && isHex(text[at - 1])) {
            at--;
        }
        boolean isShort = at < colon && colon - at <= 4;
        return isShort && (at == 0 || isBoundary(text, at - 1, colon));
    }

    static int time(byte[] text, int start, int to) {
        int date = date(text, start, to);
        if (date == start) {
            return clock(text, start, to);
        }
        boolean joined = date < to && (text[date] == 'T' || text[date] == ' ');
        int clock = joined ? clock(text, date + 1, to) : date;
        return joined && clock > date + 1 ? clock : ending(text, start, date, to);
    }

    private static int date(byte[] text, int start, int to) {
        boolean isDate = areDigits(text, start, 4, to)
                && (isAt(text, start + 4, to, '-') || isAt(text, start + 4, to, '/'))
                && areDigits(text, start + 5, 2, to)
                && isAt(text, start + 7, to, (char) text[start + 4])
                && areDigits(text, start + 8, 2, to);
        return isDate ? start + 10 : start;
    }

    private static int clock(byte[] text, int start, int to) {
        int minutes = areDigits(text, start, 2, to) ? start + 2 : start + 1;
        boolean isClock = areDigits(text, start, 1, to)
                && isAt(text, minutes, to, ':')
                && areDigits(text, minutes + 1, 2, to)
                && isAt(text, minutes + 3, to, ':')
                && areDigits(text, minutes + 4, 2, to);
        if (!isClock) {
            return start;
        }
        int at = minutes + 6;
        boolean isFiner = (isAt(text, at, to, '.') || isAt(text, at, to, ',')) && areDigits(text, at + 1, 1, to);
        at = isFiner ? digitsEnd(text, at + 1, to) : at;
        boolean goesOn = isAt(text, at, to, ':') && areHex(text, at + 1, 1, to);
        int zone = zone(text, at, to);
        return goesOn ? start : ending(text, start, isBoundary(text, zone, to) ? zone : at, to);
    }

    private static int zone(byte[] text, int start, int to) {
        if (isAt(text, start, to, 'Z')) {
            return start + 1;
        }
        if (!(isAt(text, start, to, '+') || isAt(text, start, to, '-')) || !areDigits(text, start + 1, 2, to)) {
            return start;
        }
        int minutes = isAt(text, start + 3, to, ':') ? start + 4 : start + 3;
        return areDigits(text, minutes, 2, to) ? minutes + 2 : start;
    }

    /** Digits, and dots between digits. One stands here. */
    static int number(byte[] text, int start, int to) {
        int at = digitsEnd(text, start, to);
        while (isAt(text, at, to, '.') && at + 1 < to && isDigit(text[at + 1])) {
            at = digitsEnd(text, at + 1, to);
        }
        return at;
    }

    /** The end, if a digit stands before it and what comes behind it is something else. */
    private static int ending(byte[] text, int start, int end, int to) {
        return isBoundary(text, end, to) && firstDigit(text, start, end) < end ? end : start;
    }
}
