using Relevo.Gateway.Configuration;
using Relevo.Gateway.Sending.Contacts;
using Relevo.LoadBalancer.Contacts;

namespace Relevo.Gateway.Tests.Sending.Contacts;

public sealed class ContactMergeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly SendingOptions Options = new();
    private static readonly ContactRecord Nobody = ContactMerge.Nothing("+15550001001");

    [Fact]
    public void Wrote_ToAnotherNumber_WinsOverTheOlder()
    {
        var contact = ContactMerge.Wrote(ContactMerge.Wrote(Nobody, "a", Noon), "b", Noon.AddMinutes(1));

        Assert.Equal("b", contact.Number);
        Assert.Equal(["b", "a"], contact.Windows.Select(window => window.Number));
    }

    [Fact]
    public void Wrote_MessagesOutOfOrder_TheNewestWins()
    {
        var contact = ContactMerge.Wrote(ContactMerge.Wrote(Nobody, "b", Noon.AddMinutes(1)), "a", Noon);

        Assert.Equal("b", contact.Number);
        Assert.True(ContactWindows.IsOpen(contact, "a", Noon.AddHours(1), Options));
    }

    [Fact]
    public void Sent_LaterThanTheyWrote_MovesTheContact()
    {
        var contact = ContactMerge.Sent(ContactMerge.Wrote(Nobody, "a", Noon), "b", Noon.AddMinutes(1));

        Assert.Equal("b", contact.Number);
        Assert.False(ContactWindows.IsOpen(contact, "b", Noon.AddMinutes(2), Options));
    }

    [Fact]
    public void Wrote_ToManyNumbers_KeepsTheNewestSixteen()
    {
        var contact = Enumerable.Range(0, 40).Aggregate(Nobody, (known, i) => ContactMerge.Wrote(known, $"n{i}", Noon.AddMinutes(i)));

        Assert.Equal(16, contact.Windows.Count);
        Assert.Equal("n39", contact.Windows[0].Number);
    }

    [Fact]
    public void Join_ALearnedPart_KeepsWhatWasSaved()
    {
        var saved = ContactMerge.Wrote(ContactMerge.Wrote(Nobody, "a", Noon), "b", Noon.AddMinutes(1));
        var learned = ContactMerge.Wrote(Nobody, "a", Noon.AddHours(2));

        var joined = ContactMerge.Join(saved, learned);

        Assert.Equal("a", joined.Number);
        Assert.Equal(Noon.AddHours(2), joined.Windows.Single(window => window.Number == "a").LastInboundUtc);
        Assert.Equal(Noon.AddMinutes(1), joined.Windows.Single(window => window.Number == "b").LastInboundUtc);
    }

    [Fact]
    public void Closed_ByTheProvider_ClosesUntilTheyWriteAgain()
    {
        var closed = ContactMerge.Closed(ContactMerge.Wrote(Nobody, "a", Noon), "a");
        Assert.True(ContactWindows.IsClosed(closed, "a", Noon.AddMinutes(1), Options));

        var again = ContactMerge.Wrote(closed, "a", Noon.AddMinutes(2));
        Assert.True(ContactWindows.IsOpen(again, "a", Noon.AddMinutes(3), Options));
    }

    [Fact]
    public void IsClosed_NothingKnown_IsTried()
    {
        Assert.False(ContactWindows.IsClosed(Nobody, "a", Noon, Options));
        Assert.False(ContactWindows.IsOpen(Nobody, "a", Noon, Options));
    }

    [Fact]
    public void IsClosed_ShortlyAfterADay_IsTriedBecauseSavedTimesLag()
    {
        var contact = ContactMerge.Wrote(Nobody, "a", Noon);

        Assert.True(ContactWindows.IsOpen(contact, "a", Noon.AddHours(24).AddTicks(-1), Options));
        Assert.False(ContactWindows.IsOpen(contact, "a", Noon.AddHours(24), Options));
        Assert.False(ContactWindows.IsClosed(contact, "a", Noon.AddHours(24).AddMinutes(14), Options));
        Assert.True(ContactWindows.IsClosed(contact, "a", Noon.AddHours(24).AddMinutes(15), Options));
    }

    [Fact]
    public void IsSame_SmallSteps_NeedNoSaving()
    {
        var saved = ContactMerge.Wrote(Nobody, "a", Noon);

        Assert.True(ContactMerge.IsSame(saved, ContactMerge.Wrote(saved, "a", Noon.AddMinutes(14)), ContactWindows.Slack));
        Assert.False(ContactMerge.IsSame(saved, ContactMerge.Wrote(saved, "a", Noon.AddMinutes(15)), ContactWindows.Slack));
        Assert.False(ContactMerge.IsSame(saved, ContactMerge.Wrote(saved, "b", Noon.AddMinutes(1)), ContactWindows.Slack));
        Assert.False(ContactMerge.IsSame(saved, ContactMerge.Closed(saved, "a"), ContactWindows.Slack));
    }
}
