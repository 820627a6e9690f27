package io.tailrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChecklistTest {

    private static final long BASE = 100;
    private static final Kind THIRD = new Kind(3, false);
    private static final Kind OTHER = new Kind(5, false);

    private final Ledger ledger = new Ledger(BASE);

    @Test
    void whoGetsWhatItWantsHasNoComplaint() {
        acknowledge(101, THIRD, OTHER, THIRD);
        Checklist checklist = new Checklist(Interest.ONE_SERVICE, BASE);
        checklist.received(101, THIRD);
        checklist.received(103, THIRD);
        checklist.compareAll(ledger);
        assertThat(checklist.complaint()).isEmpty();
        assertThat(checklist.entries()).isEqualTo(2);
    }

    @Test
    void whatIsPassedOverIsMissing() {
        acknowledge(101, THIRD, THIRD, THIRD);
        Checklist checklist = new Checklist(Interest.EVERYTHING, BASE);
        checklist.received(101, THIRD);
        checklist.received(103, THIRD);
        checklist.compare(ledger);
        assertThat(checklist.complaint()).startsWith("1 missing, 0 twice").contains("id 102 did not come");
    }

    @Test
    void whatHasNotComeYetIsMissingOnlyAtTheEnd() {
        acknowledge(101, THIRD, THIRD);
        Checklist checklist = new Checklist(Interest.EVERYTHING, BASE);
        checklist.received(101, THIRD);
        checklist.compare(ledger);
        assertThat(checklist.faults()).isZero();
        checklist.compareAll(ledger);
        assertThat(checklist.faults()).isOne();
    }

    @Test
    void theSameTwiceAndBackwardsAreFaults() {
        Checklist checklist = new Checklist(Interest.EVERYTHING, BASE);
        checklist.received(102, THIRD);
        checklist.received(102, THIRD);
        checklist.received(101, THIRD);
        assertThat(checklist.complaint()).startsWith("0 missing, 2 twice or out of order");
    }

    @Test
    void whatIsNotWantedIsAFault() {
        Checklist checklist = new Checklist(Interest.RARE, BASE);
        checklist.received(101, THIRD);
        assertThat(checklist.complaint()).contains("1 unwanted");
    }

    @Test
    void anEntryThatComesBeforeItsAcknowledgementIsComparedLater() {
        Checklist checklist = new Checklist(Interest.ONE_SERVICE, BASE);
        checklist.received(101, THIRD);
        checklist.compare(ledger);
        acknowledge(101, OTHER);
        checklist.compare(ledger);
        assertThat(checklist.complaint()).contains("id 101 came with another content than was sent");
    }

    @Test
    void aLedgerIsSettledUpToItsFirstHole() {
        acknowledge(103, THIRD);
        assertThat(ledger.settled()).isEqualTo(BASE);
        assertThat(ledger.highest()).isEqualTo(103);
        acknowledge(101, THIRD);
        assertThat(ledger.settled()).isEqualTo(101);
        ledger.found(102, OTHER);
        assertThat(ledger.settled()).isEqualTo(103);
        assertThat(ledger.count(Interest.ONE_SERVICE, 103)).isEqualTo(2);
        assertThat(ledger.newestBelow(Interest.ONE_SERVICE, 103, 5)).containsExactly(101L);
    }

    @Test
    void anIdThatIsGivenTwiceOrHasChangedIsToldOf() {
        acknowledge(101, THIRD);
        ledger.found(101, THIRD);
        assertThat(ledger.complaint()).isEmpty();
        ledger.found(101, OTHER);
        acknowledge(101, THIRD);
        assertThat(ledger.complaint()).startsWith("2 ids").contains("id 101 has another content");
    }

    @Test
    void aKindIsOneByteAndBack() {
        for (int service = 0; service < Kind.SERVICES; service++) {
            assertThat(Kind.ofCode(new Kind(service, true).code())).isEqualTo(new Kind(service, true));
            assertThat(Kind.ofCode(new Kind(service, false).code())).isEqualTo(new Kind(service, false));
            assertThat(new Kind(service, false).code()).isNotZero();
        }
    }

    private void acknowledge(long firstId, Kind... kinds) {
        byte[] codes = new byte[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            codes[i] = kinds[i].code();
        }
        ledger.acknowledged(firstId, codes);
    }
}
