using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Tests.Notifications.Support;

namespace Relevo.Resilience.Tests.Notifications.Settings;

public sealed class NotificationRulesTests
{
    private readonly NotificationsOptions _options = new();
    private readonly ContactsOptions _contacts = NotifierRig.People();
    private readonly EscalationOptions _escalation = new();

    [Fact]
    public void Check_Defaults_AreFreeOfErrors()
    {
        Assert.DoesNotContain(NotificationRules.Check(new NotificationsOptions(), new ContactsOptions(), new EscalationOptions()), f => !f.IsWarning);
        Assert.DoesNotContain(Findings(), f => !f.IsWarning);
    }

    [Theory]
    [InlineData("Notifications:Texts:Title", "{sumary}")]
    [InlineData("Notifications:Texts:Body", "{to}")]
    [InlineData("Notifications:Texts:Short", "{level} {nonsense}")]
    [InlineData("Notifications:Texts:Title", "}x{")]
    [InlineData("Notifications:Texts:Body", "{summary")]
    [InlineData("Notifications:Texts:Body", "{cause}: {summary}}")]
    [InlineData("Notifications:Texts:Short", "{ summary }")]
    [InlineData("Notifications:Sms:Body", """{"to":"{to}","text":"{txt}"}""")]
    [InlineData("Notifications:Sms:Body", """{"to":"{to}","text":{text}""")]
    [InlineData("Notifications:Sms:Url", "ftp://x")]
    [InlineData("Notifications:Sms:Url", "https://user:secret@sms.example/")]
    [InlineData("Notifications:Slack:Url", "https://secret@hooks.slack.example/")]
    [InlineData("Notifications:Webhook:Url", "http://user:secret@hook.example/")]
    [InlineData("Notifications:PagerDuty:Url", "https://user:secret@events.example/")]
    [InlineData("Notifications:Sms:ContentType", "json")]
    [InlineData("Notifications:Sms:Headers:0", "no colon")]
    [InlineData("Notifications:Sms:Headers:0", "X: a\r\nY: b")]
    [InlineData("Notifications:Sms:Headers:0", "Content-Length: 1")]
    [InlineData("Notifications:Sms:To:0", "+12")]
    [InlineData("Notifications:Slack:Url", "hooks.slack.com/services/secret")]
    [InlineData("Notifications:Slack:EmergencyUrl", "https://")]
    [InlineData("Notifications:PagerDuty:Url", "events")]
    [InlineData("Notifications:Webhook:Secrets:0", "whsec_")]
    [InlineData("Notifications:Webhook:Secrets:0", "secret")]
    [InlineData("Notifications:Email:From", "x")]
    [InlineData("Notifications:Email:Host", "a b")]
    [InlineData("Notifications:Email:To:0", "ana@example.com\r\nDATA")]
    [InlineData("Notifications:Routes:Critical:0", "slak")]
    [InlineData("Contacts:People:ana:Mail", "ana")]
    [InlineData("Contacts:TimeZone", "Mars/Olympus")]
    [InlineData("Escalation:Ladder", "no such ladder")]
    public void Check_WrongValue_IsNamedByItsPathWithoutTheValue(string path, string value)
    {
        _options.Sms.Url = "https://sms.example/";
        (_options.Email.Host, _options.Email.From) = ("mail.example", "gw@example.com");
        Set(path, value);
        var finding = Assert.Single(Findings(), f => !f.IsWarning);
        Assert.Equal(path, finding.Path);
        Assert.DoesNotContain("secret", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SeveralWrongThings_AreAllNamed()
    {
        _options.Maintenance["work"] = new MaintenanceOptions { Days = ["daily", "someday"], TimeZone = "Nowhere" };
        _options.Delivery.FirstPauseSeconds = 500;
        _options.Delivery.MaxWaiting = 5000;
        _options.Delivery.KeepRecords = 1000;
        (_options.Email.Host, _options.Email.From, _options.Email.Security, _options.Email.User) = ("mail.example", "gw@example.com", "none", "gw");
        _contacts.People["a b"] = new PersonOptions { Name = "A", Mail = "a@example.com" };
        _contacts.OnCall["23.11.2026"] = new OnCallOptions { Person = "nobody", Deputy = "noone" };
        _contacts.Portals["meta"] = new PortalOptions { Url = "facebook" };
        _escalation.Ladders["mine"] = new LadderOptions { Rungs = { ["r"] = new RungOptions { Tell = ["strangers"], Channels = ["smoke"] } } };
        _escalation.Ladders["empty"] = new LadderOptions();
        Assert.Equal(
            [
                "Contacts:OnCall:23.11.2026", "Contacts:OnCall:23.11.2026:Deputy", "Contacts:OnCall:23.11.2026:Person", "Contacts:People:a b", "Contacts:Portals:meta:Url",
                "Escalation:Ladders:empty:Rungs", "Escalation:Ladders:mine:Rungs:r:Channels:0", "Escalation:Ladders:mine:Rungs:r:Tell:0",
                "Notifications:Delivery:FirstPauseSeconds", "Notifications:Delivery:MaxWaiting", "Notifications:Email:User",
                "Notifications:Maintenance:work:Days:1", "Notifications:Maintenance:work:TimeZone",
            ],
            Findings().Where(f => !f.IsWarning).Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("answer-times")]
    [InlineData("On-Call-First")]
    public void Check_LadderThatHidesOneThatComesAlong_IsRefused(string name)
    {
        _escalation.Ladders[name] = new LadderOptions { Rungs = { ["r"] = new RungOptions { Tell = ["ana"] } } };
        _escalation.Ladder = "no such ladder";
        var errors = Findings().Where(f => !f.IsWarning).ToDictionary(f => f.Path, f => f.Message, StringComparer.Ordinal);
        Assert.Equal(["Escalation:Ladder", $"Escalation:Ladders:{name}"], errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("is none of answer-times, on-call-first, none", errors["Escalation:Ladder"]);
    }

    [Fact]
    public void Check_LaddersWithEmptyRungs_AreWarnedOf()
    {
        _contacts.People.Remove("bo");
        _contacts.OnCall.Clear();
        var warning = Assert.Single(Findings(), f => f is { IsWarning: true, Path: "Escalation:Ladder" });
        Assert.Contains("on-call, management", warning.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<SettingFinding> Findings() => NotificationRules.Check(_options, _contacts, _escalation);

    private void Set(string path, string value)
    {
        Action set = path switch
        {
            "Notifications:Texts:Title" => () => _options.Texts.Title = value,
            "Notifications:Texts:Body" => () => _options.Texts.Body = value,
            "Notifications:Texts:Short" => () => _options.Texts.Short = value,
            "Notifications:Sms:Body" => () => _options.Sms.Body = value,
            "Notifications:Sms:Url" => () => _options.Sms.Url = value,
            "Notifications:Sms:ContentType" => () => _options.Sms.ContentType = value,
            "Notifications:Sms:Headers:0" => () => _options.Sms.Headers = [value],
            "Notifications:Sms:To:0" => () => _options.Sms.To = [value],
            "Notifications:Slack:Url" => () => _options.Slack.Url = value,
            "Notifications:Slack:EmergencyUrl" => () => _options.Slack.EmergencyUrl = value,
            "Notifications:PagerDuty:Url" => () => _options.PagerDuty.Url = value,
            "Notifications:Webhook:Url" => () => _options.Webhook.Url = value,
            "Notifications:Webhook:Secrets:0" => () => _options.Webhook.Secrets = [value],
            "Notifications:Email:From" => () => _options.Email.From = value,
            "Notifications:Email:Host" => () => _options.Email.Host = value,
            "Notifications:Email:To:0" => () => _options.Email.To = [value],
            "Notifications:Routes:Critical:0" => () => _options.Routes.Critical = [value, "email"],
            "Contacts:People:ana:Mail" => () => _contacts.People["ana"].Mail = value,
            "Contacts:TimeZone" => () => _contacts.TimeZone = value,
            "Escalation:Ladder" => () => _escalation.Ladder = value,
            _ => throw new ArgumentOutOfRangeException(nameof(path)),
        };
        set();
    }
}
