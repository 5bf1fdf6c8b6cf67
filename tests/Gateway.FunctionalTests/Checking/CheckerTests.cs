namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>A checker that never complains proves nothing: every kind of fault must be seen, and nothing else.</summary>
public sealed class CheckerTests
{
    public static TheoryData<ulong> Seeds { get; } = [.. Enumerable.Range(1, 25).Select(seed => (ulong)seed)];

    [Theory, MemberData(nameof(Seeds))]
    public void Check_CleanHistory_FindsNothing(ulong seed)
    {
        var verdict = HistoryDraft.Clean(seed).Check();

        Assert.True(verdict.IsClean, verdict.ToString());
        Assert.True(verdict.Delivered > 50);
        Assert.True(verdict.Duplicates > 0);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Check_LostEvent_IsLoss(ulong seed)
    {
        var draft = HistoryDraft.Clean(seed);
        var victim = Pick(draft, seed, delivery => delivery.Accepted && SentAs(draft, delivery) == Outcome.Ok);
        draft.Deliveries.RemoveAll(delivery => delivery.ProviderMessageId == victim.ProviderMessageId);

        AssertOnly(draft, Rules.Loss, victim);
    }

    [Fact]
    public void Check_DeliveredButNeverAccepted_IsLoss()
    {
        var draft = new HistoryDraft();
        var item = draft.Send(0);
        var delivery = draft.Deliver(item, 500);

        AssertOnly(draft, Rules.Loss, delivery);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Check_SwappedEvents_IsOrder(ulong seed)
    {
        var draft = HistoryDraft.Clean(seed);
        var (first, second) = NeighboursIn(draft, seed);
        var (left, right) = (draft.Deliveries[first], draft.Deliveries[second]);
        draft.Deliveries[first] = Moved(left, right);
        draft.Deliveries[second] = Moved(right, left);

        AssertOnly(draft, Rules.Order, right);
    }

    [Fact]
    public void Check_EventThatDidNotWaitForTheRetriedOne_IsOrder()
    {
        var draft = new HistoryDraft();
        var retried = draft.Send(0);
        var next = draft.Send(0);
        draft.Deliver(retried, 500);
        var overtaking = draft.Deliver(next);
        draft.Deliver(retried);

        AssertOnly(draft, Rules.Order, overtaking);
    }

    [Fact]
    public void Check_EventsWhoseAnswersOverlapped_HaveNoOrder()
    {
        var draft = new HistoryDraft();
        var first = draft.Send(0, 503);
        var second = draft.Send(0);
        draft.Attempt(first, 200);
        draft.Deliver(second);
        draft.Deliver(first);

        Assert.True(draft.Check().IsClean, draft.Check().ToString());
    }

    [Fact]
    public void Check_OtherConversationFirst_IsFine()
    {
        var draft = new HistoryDraft();
        var first = draft.Send(0);
        var second = draft.Send(1);
        draft.Deliver(second);
        draft.Deliver(first);

        Assert.True(draft.Check().IsClean, draft.Check().ToString());
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Check_RepeatOutsideEveryCrash_IsDuplicate(ulong seed)
    {
        var draft = HistoryDraft.Clean(seed);
        var victim = Pick(draft, seed, delivery => delivery.Accepted && !draft.Windows.Any(window => window.Overlaps(delivery.Received, delivery.Answered)));
        draft.Pass(5000);
        draft.Deliveries.Add(victim with { Received = long.MaxValue - 2, Answered = long.MaxValue - 1 });

        AssertOnly(draft, Rules.Duplicate, victim);
    }

    [Fact]
    public void Check_MoreRepeatsThanWereInFlight_IsTooMany()
    {
        var draft = new HistoryDraft { InFlightLimit = 2 };
        SentEvent[] items = [draft.Send(0), draft.Send(1), draft.Send(2)];
        Array.ForEach(items, item => draft.Deliver(item));
        draft.Crash();
        Array.ForEach(items, item => draft.Deliver(item));

        Assert.Equal([Rules.TooManyDuplicates], Found(draft));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Check_AlteredText_IsAltered(ulong seed)
    {
        var draft = HistoryDraft.Clean(seed);
        var index = draft.Deliveries.IndexOf(Pick(draft, seed, delivery => delivery.Accepted));
        var victim = draft.Deliveries[index];
        var text = victim.Text!.ToCharArray();
        text[(int)(seed * 31 % (ulong)text.Length)] ^= '\x1';
        draft.Deliveries[index] = victim with { Text = new string(text) };

        AssertOnly(draft, Rules.Altered, victim);
    }

    [Fact]
    public void Check_AlteredProviderObject_IsAltered()
    {
        var draft = HistoryDraft.Clean();
        draft.Deliveries[3] = draft.Deliveries[3] with { RawText = "something else" };

        AssertOnly(draft, Rules.Altered, draft.Deliveries[3]);
    }

    [Fact]
    public void Check_WrongConversation_IsAltered()
    {
        var draft = HistoryDraft.Clean();
        draft.Deliveries[3] = draft.Deliveries[3] with { ConversationKey = MetaBody.ConversationKey(77) };

        AssertOnly(draft, Rules.Altered, draft.Deliveries[3]);
    }

    [Fact]
    public void Check_EventNobodySent_IsPhantom()
    {
        var draft = HistoryDraft.Clean();
        var phantom = draft.Deliveries[0] with { ProviderMessageId = new EventId(9, 4711).ToString() };
        draft.Deliveries.Add(phantom);

        AssertOnly(draft, Rules.Phantom, phantom);
    }

    [Theory, InlineData(400), InlineData(401), InlineData(404), InlineData(413)]
    public void Check_RefusedAndDelivered_IsFlagged(int answer)
    {
        var draft = HistoryDraft.Clean();
        var delivery = draft.Deliver(draft.Send(0, answer));

        AssertOnly(draft, Rules.Rejected, delivery);
    }

    [Theory, InlineData(503), InlineData(429), InlineData(0)]
    public void Check_UncertainAndDelivered_IsFine(int answer)
    {
        var draft = HistoryDraft.Clean();
        draft.Deliver(draft.Send(0, answer));

        Assert.True(draft.Check().IsClean, draft.Check().ToString());
    }

    [Fact]
    public void Check_TwoIdsForOneEvent_IsStoredTwiceEvenAcrossACrash()
    {
        var draft = new HistoryDraft();
        var item = draft.Send(0);
        draft.Deliver(item);
        draft.Crash();
        var second = draft.Deliver(item);
        draft.Deliveries[^1] = second with { WebhookId = "another id" };

        AssertOnly(draft, Rules.StoredTwice, second);
    }

    [Fact]
    public void Check_UnsignedDelivery_IsEnvelope()
    {
        var draft = HistoryDraft.Clean();
        draft.Deliveries[5] = draft.Deliveries[5] with { Flaw = "1 of 2 secrets did not sign." };

        AssertOnly(draft, Rules.Envelope, draft.Deliveries[5]);
    }

    [Fact]
    public void Check_ParkedEvent_IsNotLost()
    {
        var draft = new HistoryDraft();
        var item = draft.Send(0);
        draft.Parked.Add(item.Id);

        Assert.True(draft.Check().IsClean, draft.Check().ToString());
    }

    [Fact]
    public void Check_RunThatDidNotComeToRest_IsNotDrained()
    {
        var draft = HistoryDraft.Clean();
        draft.Drained = false;

        Assert.Equal([Rules.NotDrained], Found(draft));
    }

    private static Arrival Pick(HistoryDraft draft, ulong seed, Func<Arrival, bool> wanted)
    {
        var candidates = draft.Deliveries.Where(wanted).ToList();
        return candidates[(int)(Payload.Next(ref seed) % (ulong)candidates.Count)];
    }

    private static Outcome SentAs(HistoryDraft draft, Arrival delivery) =>
        draft.History.Events.First(item => item.Id.ToString() == delivery.ProviderMessageId).Outcome;

    /// <summary>Places of two successive deliveries of one conversation, both accepted at once and known as accepted to the provider.</summary>
    private static (int First, int Second) NeighboursIn(HistoryDraft draft, ulong seed)
    {
        var single = draft.Deliveries.GroupBy(delivery => delivery.ProviderMessageId).Where(group => group.Count() == 1).Select(group => group.First())
            .Where(delivery => delivery.Accepted && SentAs(draft, delivery) == Outcome.Ok)
            .GroupBy(delivery => delivery.ConversationKey).ElementAt((int)(seed % 3)).ToList();
        var start = (int)(Payload.Next(ref seed) % (ulong)(single.Count - 1));
        return (draft.Deliveries.IndexOf(single[start]), draft.Deliveries.IndexOf(single[start + 1]));
    }

    private static Arrival Moved(Arrival delivery, Arrival to) => delivery with { Received = to.Received, Answered = to.Answered };

    private static string[] Found(HistoryDraft draft) => [.. draft.Check().Violations.Select(violation => violation.Rule).Distinct()];

    private static void AssertOnly(HistoryDraft draft, string rule, Arrival about)
    {
        var verdict = draft.Check();
        Assert.Equal([rule], verdict.Violations.Select(violation => violation.Rule).Distinct());
        Assert.Contains(verdict.Violations, violation => violation.Text.Contains(about.ProviderMessageId!, StringComparison.Ordinal));
    }
}
