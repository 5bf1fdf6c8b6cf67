using System.Globalization;

namespace Relevo.Gateway.Configuration.Loading;

/// <summary>Names places in the settings the way people write them (<c>Numbers:main:Weight</c>).</summary>
internal static class SettingPath
{
    public static string Join(string path, string name) => path.Length == 0 ? name : path + ":" + name;

    public static string Join(string path, int index) => Join(path, index.ToString(CultureInfo.InvariantCulture));
}
