mod answers;
mod calibration;
