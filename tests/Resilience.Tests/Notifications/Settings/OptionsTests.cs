using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Tests.Notifications.Settings;

public sealed class OptionsTests
{
    private const int MostSettings = 12;

    public static TheoryData<Type> All { get; } =
    [
        typeof(NotificationsOptions), typeof(RouteOptions), typeof(SlackOptions), typeof(EmailOptions), typeof(SmsOptions), typeof(PagerDutyOptions), typeof(WebhookOptions), typeof(TextOptions),
        typeof(NoticeDeliveryOptions), typeof(FlapOptions), typeof(MaintenanceOptions), typeof(ContactsOptions), typeof(PersonOptions), typeof(OnCallOptions), typeof(HotlineOptions), typeof(PortalOptions),
        typeof(EscalationOptions), typeof(LadderOptions), typeof(RungOptions),
    ];

    [Theory, MemberData(nameof(All))]
    public void Options_HaveFewSettingsOfBindableTypes(Type type)
    {
        var settings = type.GetProperties();
        Assert.InRange(settings.Length, 1, MostSettings);
        Assert.All(settings, setting => Assert.True(IsBindable(setting.PropertyType), $"{type.Name}.{setting.Name}"));
    }

    [Theory, MemberData(nameof(All))]
    public void Defaults_KeepTheirBounds(Type type)
    {
        var options = Activator.CreateInstance(type)!;
        foreach (var setting in type.GetProperties())
        {
            // What is required, or needs an item, is for the settings file to give.
            var bounds = setting.GetCustomAttributes<ValidationAttribute>().Where(a => a is RangeAttribute or RegularExpressionAttribute);
            Assert.All(bounds, bound => Assert.True(bound.IsValid(setting.GetValue(options)), $"{type.Name}.{setting.Name}"));
        }
    }

    private static bool IsBindable(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) || plain == typeof(bool) || plain == typeof(int) || plain == typeof(double)
            || (plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(IDictionary<,>) && !typeof(IEnumerable).IsAssignableFrom(plain.GetGenericArguments()[1]))
            || plain == typeof(IList<string>)
            || (plain.IsClass && plain.IsSealed && plain.Name.EndsWith("Options", StringComparison.Ordinal));
    }
}
