using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Relevo.Gateway.Configuration.Loading;

/// <summary>The settings that an options class has, by the names people write.</summary>
internal static class SettingProperties
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<SettingProperty>> Known = new();

    public static IReadOnlyList<SettingProperty> Of(Type type) => Known.GetOrAdd(type, static t => Read(t));

    /// <summary>True for our own options classes, which have settings of their own.</summary>
    public static bool IsSection(Type type) => type.IsClass && type != typeof(string) && !type.IsGenericType;

    private static List<SettingProperty> Read(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite && p.CanRead)
            .Select(p => new SettingProperty(
                p.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? p.Name,
                p,
                nullability.Create(p).WriteState == NullabilityState.Nullable))];
    }
}
