using System.Reflection;

namespace Relevo.Gateway.Api;

/// <summary>The version of this gateway, as people and programs see it.</summary>
internal static class ProductVersion
{
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
