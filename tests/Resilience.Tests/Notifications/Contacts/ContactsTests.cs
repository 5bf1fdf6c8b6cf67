using System.Globalization;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Tests.Notifications.Support;

namespace Relevo.Resilience.Tests.Notifications.Contacts;

public sealed class ContactsTests
{
    private readonly ContactsOptions _contacts = NotifierRig.People();

    [Theory]
    [InlineData("2026-11-15T23:59:59Z", null)]
    [InlineData("2026-11-16T00:00:00Z", "bo")]
    [InlineData("2026-11-22T23:59:59Z", "bo")]
    [InlineData("2026-11-23T00:00:00Z", "ana cy")]
    [InlineData("2027-11-23T00:00:00Z", "ana cy")] // a rota that nobody continued
    public void Resolve_OnCall_FollowsTheRota(string now, string? expected)
    {
        _contacts.OnCall["2026-11-23"] = new OnCallOptions { Person = "ana", Deputy = "cy" };
        var book = new RecipientBook(_contacts, []);
        Assert.Equal(expected?.Split(' ') ?? [], book.Resolve(["on-call"], At(now)));
    }

    [Fact]
    public void At_InAZoneOfOnesOwn_ChangesAtItsTime()
    {
        _contacts.TimeZone = "America/Mexico_City";
        _contacts.ChangeAt = "09:00";
        var rota = new OnCallRota(_contacts);
        Assert.Null(rota.At(At("2026-11-16T14:59:59Z")));
        Assert.Equal("bo", rota.At(At("2026-11-16T15:00:00Z"))!.Person);
    }

    [Fact]
    public void Resolve_RolesNamesAndAddresses_AreFoundOnceAndAddressesStayHidden()
    {
        var book = new RecipientBook(_contacts, ["noc@example.com", "+34911222333"]);
        var ids = book.Resolve(["operations", "technical-lead", "ana", "cy", "noc@example.com", "+34911222333", "other@example.com", "nobody"], At("2026-11-20T00:00:00Z"));
        Assert.Equal(["ana", "cy"], ids.Take(2));
        Assert.Equal(4, ids.Count);
        Assert.DoesNotContain(ids, id => id.Contains("noc", StringComparison.Ordinal) || id.Contains("911", StringComparison.Ordinal));
        Assert.Equal(("noc@example.com", null), (book.Mail(ids[2]), book.Phone(ids[2])));
        Assert.Equal((null, "+34911222333"), (book.Mail(ids[3]), book.Phone(ids[3])));
        Assert.Equal(("ana@example.com", "+34600111222"), (book.Mail("ana"), book.Phone("ana")));
    }

    [Theory]
    [InlineData("a@b.example", true)]
    [InlineData("a b@c.example", false)]
    [InlineData("a@b.example\r\nRCPT TO:<x@y>", false)]
    [InlineData("a@b>", false)]
    [InlineData("<a@b>", false)]
    [InlineData("a@", false)]
    [InlineData("@b", false)]
    [InlineData("a@b.example\n", false)]
    public void IsMail_AnyText_LetsNothingThroughThatEndsACommand(string text, bool expected) => Assert.Equal(expected, RecipientBook.IsMail(text));

    [Fact]
    public void At_AnyMoment_ShowsWhoIsOnCallFirst()
    {
        _contacts.OnCall["2026-11-23"] = new OnCallOptions { Person = "ana" };
        _contacts.Hotlines["data centre"] = new HotlineOptions { Phone = "+34 900 000 000", Note = "contract 7" };
        _contacts.Portals["meta"] = new PortalOptions { Url = "https://business.facebook.com/support" };
        var view = ContactsView.At(_contacts, At("2026-11-20T00:00:00Z"));
        Assert.Equal(["bo", "ana", "cy"], view.People.Select(p => p.Id));
        Assert.True(view.People[0].IsOnCall);
        Assert.Equal(["bo", "ana"], view.Rota.Select(t => t.Person));
        Assert.Equal(At("2026-11-23T00:00:00Z"), view.OnCall!.UntilUtc);
        Assert.Equal(("contract 7", "meta"), (view.Hotlines.Single().Note, view.Portals.Single().Name));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
