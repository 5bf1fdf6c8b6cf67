using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Health.Vitals;

/// <summary>Space in use on the volume that holds the data.</summary>
internal sealed class DiskVital(SettingsHolder settings) : IVital
{
    private readonly string _folder = Path.GetFullPath(settings.Current.Gateway.DataDirectory);

    public string Name => "disk";

    public VitalRule Rule => settings.Current.Health.Vitals.DiskPercent.HighIsBad;

    public VitalReading? Read()
    {
        var volume = new DriveInfo(_folder);
        if (volume.TotalSize <= 0)
        {
            return null;
        }

        // As df counts it: what is kept for root is not free for us.
        var used = volume.TotalSize - volume.TotalFreeSpace;
        var percent = 100.0 * used / Math.Max(1, used + volume.AvailableFreeSpace);
        return new VitalReading(percent, string.Create(CultureInfo.InvariantCulture, $"{percent:0} % of the volume of the data is in use, {volume.AvailableFreeSpace / (1024 * 1024)} MiB are free"));
    }
}
